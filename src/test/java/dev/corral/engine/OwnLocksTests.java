package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance has its data folder alone, and a name that nobody else has. */
class OwnLocksTests {
  @TempDir Path folder;

  @Test
  void twoDoNotRunWithOneFolder() throws IOException {
    try (OwnLocks first = new OwnLocks(folder)) {
      assertThat(first.name()).startsWith("corral-");
      assertThatThrownBy(() -> new OwnLocks(folder))
          .hasMessageContaining("another Corral runs with the data folder")
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("--corral.data-dir");
    }
  }

  @Test
  void itComesBackUnderItsName() throws IOException {
    String name;
    try (OwnLocks first = new OwnLocks(folder)) {
      name = first.name();
    }
    try (OwnLocks again = new OwnLocks(folder)) {
      assertThat(again.name()).isEqualTo(name);
    }
  }

  @Test
  void aCopiedFolderGetsANameOfItsOwn() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (OwnLocks first = new OwnLocks(folder)) {
      Files.copy(folder.resolve("instance"), copy.resolve("instance"));
      try (OwnLocks second = new OwnLocks(copy)) {
        assertThat(second.name()).startsWith("corral-").isNotEqualTo(first.name());
      }
    }
  }
}
