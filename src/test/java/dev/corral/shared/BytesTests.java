package dev.corral.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTests {
  @ParameterizedTest
  @CsvSource({
    "0,                   0 B",
    "1,                   1 B",
    "1023,                1023 B",
    "1024,                1.0 KiB",
    "1536,                1.5 KiB",
    "1048576,             1.0 MiB",
    "1610612736,          1.5 GiB",
    "1099511627776,       1.0 TiB",
    "9223372036854775807, 8192.0 PiB",
    "-1536,               -1.5 KiB"
  })
  void isWrittenAsAPersonReadsIt(long count, String text) {
    assertThat(new Bytes(count)).hasToString(text);
  }

  @Test
  void isWrittenTheSameWayEverywhere() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Bytes(1536)).hasToString("1.5 KiB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void comparesByAmount() {
    assertThat(Bytes.ofMiB(1)).isEqualTo(new Bytes(1 << 20)).isLessThan(Bytes.ofMiB(2));
    assertThat(Bytes.ofMiB(5_000_000).count()).isEqualTo(5_242_880_000_000L);
  }
}
