package dev.corral.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTests {
  @ParameterizedTest
  @ValueSource(strings = {"52:54:00:aa:bb:0c", "52-54-00-AA-BB-0C", "52:54:00:AA:bb:0C"})
  void isWrittenInOneWay(String written) {
    assertThat(new MacAddress(written)).isEqualTo(new MacAddress("52:54:00:aa:bb:0c"));
    assertThat(new MacAddress(written)).hasToString("52:54:00:aa:bb:0c");
  }

  @Test
  void isSixBytes() {
    assertThat(new MacAddress("52:54:00:ff:80:0c").bytes())
        .containsExactly(0x52, 0x54, 0, (byte) 0xff, (byte) 0x80, 0x0c);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "52:54:00:aa:bb",
        "52:54:00:aa:bb:0c:0d",
        "5254.00aa.bb0c",
        "525400aabb0c",
        "52:54:00:aa:bb:0g",
        " 52:54:00:aa:bb:0c",
        "52:54:00:aa:bb:c"
      })
  void anythingElseIsRefused(String written) {
    assertThatThrownBy(() -> new MacAddress(written))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("BAD_MAC");
              assertThat(refused.fix()).contains("52:54:00:12:34:56");
            });
  }
}
