package dev.corral.security;

import dev.corral.shared.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Who may sign in. The first administrator is made at the first start, with a password that stands
 * only in a file of mode 0600.
 */
@Component
class Users implements UserDetailsService {
  private static final Logger log = LoggerFactory.getLogger(Users.class);
  private static final String FIRST = "admin";
  private static final int PASSWORD_BYTES = 18;
  private final JdbcClient sql;
  private final PasswordEncoder encoder;

  Users(JdbcClient sql, PasswordEncoder encoder, @Value("${corral.data-dir}") Path folder)
      throws IOException {
    this.sql = sql;
    this.encoder = encoder;
    if (sql.sql("select count(*) from corral.app_user").query(Long.class).single() == 0)
      makeFirst(folder);
  }

  /**
   * The file is written first: a kill in between leaves a file without a user, and the next start
   * makes both anew.
   */
  private void makeFirst(Path folder) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.createDirectories(folder);
    Path file = folder.resolve("initial-admin-password");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
    add(FIRST, password, Role.ADMIN);
    log.info("made the first user, {}: the password is in {}", FIRST, file.toAbsolutePath());
  }

  void add(String name, String password, Role role) {
    sql.sql("insert into corral.app_user(name, password_hash, role) values (?, ?, ?)")
        .params(name, encoder.encode(password), role.name())
        .update();
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    return sql.sql("select * from corral.app_user where name = ?")
        .param(name)
        .query(
            (row, n) ->
                User.withUsername(row.getString("name"))
                    .password(row.getString("password_hash"))
                    .roles(row.getString("role"))
                    .build())
        .optional()
        .orElseThrow(() -> new UsernameNotFoundException("no user " + name));
  }
}
