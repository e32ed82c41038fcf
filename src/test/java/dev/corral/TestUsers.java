package dev.corral;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One user of each role, the password being the name. */
@TestConfiguration(proxyBeanMethods = false)
class TestUsers {
  @Bean
  SmartInitializingSingleton usersOfEachRole(JdbcClient sql) {
    return () -> {
      for (String role : new String[] {"viewer", "operator", "boss"})
        sql.sql("insert into corral.app_user(name, password_hash, role) values (?, ?, ?)")
            .params(
                role,
                "{noop}" + role,
                role.equals("boss") ? "ADMIN" : role.toUpperCase(java.util.Locale.ROOT))
            .update();
    };
  }
}
