package dev.corral.node;

import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.encrypt.TextEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The password with which a node is entered for the first time: kept encrypted, so that whichever
 * instance runs the step can use it once; forgotten after its use, or after an hour.
 */
@Repository
public class OneTimePasswords {
  private static final Duration LIFE = Duration.ofHours(1);
  private final JdbcClient sql;
  private final Clock clock;
  private final TextEncryptor encryptor;

  OneTimePasswords(JdbcClient sql, Clock clock, @Value("${corral.data-dir}") Path folder)
      throws IOException {
    this.sql = sql;
    this.clock = clock;
    String[] key = secret(folder.resolve("secret-key")).split(":");
    this.encryptor = Encryptors.delux(key[0], key[1]);
  }

  /**
   * A key and a salt of our own, made at the first start. Instances that share a database share
   * this file.
   */
  private static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling("secret-key.new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          fresh,
          KeyGenerators.string().generateKey()
              + KeyGenerators.string().generateKey()
              + ":"
              + KeyGenerators.string().generateKey());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Keeps one for a node, in the place of an earlier one. */
  public void keep(NodeName node, String password) {
    sql.sql(
            """
            insert into corral.one_time_password(node, encrypted, expires_at) values (?, ?, ?)
            on conflict (node) do update set encrypted = excluded.encrypted, expires_at = excluded.expires_at""")
        .params(
            node.value(), encryptor.encrypt(password), Timestamp.from(clock.instant().plus(LIFE)))
        .update();
  }

  Optional<String> of(NodeName node) {
    sql.sql("delete from corral.one_time_password where expires_at < ?")
        .param(Timestamp.from(clock.instant()))
        .update();
    return sql.sql("select encrypted from corral.one_time_password where node = ?")
        .param(node.value())
        .query(String.class)
        .optional()
        .map(encryptor::decrypt);
  }

  /** Also if the step that used it fails, and with it its transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void forget(NodeName node) {
    sql.sql("delete from corral.one_time_password where node = ?").param(node.value()).update();
  }
}
