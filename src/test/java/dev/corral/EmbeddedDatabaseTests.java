package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTests {
  @TempDir Path folder;

  private static void answers(EmbeddedDatabase database) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), "postgres", database.password())) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  /** A crash leaves the number of a process, which is given to another one later. */
  @Test
  void aServerOfSomebodyElseThatBearsTheNumberOfOursIsLeftAlone() throws IOException, SQLException {
    try (EmbeddedDatabase theirs = EmbeddedDatabase.start(folder.resolve("theirs"), 0)) {
      long server = EmbeddedDatabase.pid(folder.resolve("theirs/data"));
      EmbeddedDatabase.start(folder.resolve("ours"), 0).close();
      Files.copy(
          folder.resolve("theirs/data/postmaster.pid"), folder.resolve("ours/data/postmaster.pid"));
      try (EmbeddedDatabase ours = EmbeddedDatabase.start(folder.resolve("ours"), 0)) {
        answers(ours);
        answers(theirs);
        assertThat(ProcessHandle.of(server)).isPresent();
      }
    }
  }
}
