package dev.corral.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names go into paths, commands and XML as they are: so nothing else may be one. */
class NamesTests {
  private static final Map<String, Function<String, Object>> KINDS =
      Map.of("node", NodeName::new, "base", BaseName::new, "clone", CloneName::new);

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "7", "n1", "debian-12", "a--b", "0123456789012345678901234567890123456789"})
  void whatIsAllowedStaysAsItIs(String name) {
    KINDS.values().forEach(kind -> assertThat(kind.apply(name)).hasToString(name));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        "a-",
        "-",
        "A",
        "nÖ",
        "ñ",
        "a b",
        "a_b",
        "a.b",
        ".",
        "..",
        "../etc",
        "a/b",
        "a\n",
        "\na",
        "a\0",
        "a'",
        "a\"",
        "$(id)",
        "a;b",
        "--help",
        "<a>",
        "a&b",
        "%s",
        "01234567890123456789012345678901234567890",
        "а"
      })
  void anythingElseIsRefusedWithTheKindAndAFix(String name) {
    KINDS.forEach(
        (what, kind) ->
            assertThatThrownBy(() -> kind.apply(name))
                .isInstanceOfSatisfying(
                    Refused.class,
                    refused -> {
                      assertThat(refused.code()).isEqualTo("BAD_NAME");
                      assertThat(refused.detail()).startsWith(what + " name");
                      assertThat(refused.fix()).contains("lower case letters");
                      assertThat(refused.passing()).isFalse();
                    }));
  }

  @Test
  void aVeryLongNameIsNotRepeatedInFull() {
    assertThatThrownBy(() -> new NodeName("x".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void namesSortAsText() {
    assertThat(Stream.of("n2", "n10", "a").map(NodeName::new).sorted().map(NodeName::value))
        .containsExactly("a", "n10", "n2");
    assertThat(List.of(new BaseName("b"), new BaseName("a")).stream().sorted())
        .containsExactly(new BaseName("a"), new BaseName("b"));
    assertThat(Stream.of(new CloneName("b"), new CloneName("a")).sorted())
        .containsExactly(new CloneName("a"), new CloneName("b"));
  }
}
