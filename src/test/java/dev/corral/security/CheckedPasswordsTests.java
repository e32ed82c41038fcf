package dev.corral.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;

/** A right password is checked once a minute, a wrong one each time. */
class CheckedPasswordsTests {
  private final AtomicInteger checks = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final CheckedPasswords passwords = new CheckedPasswords(new Counted(), nanos::get);

  /** One that costs a check. */
  private final class Counted implements PasswordEncoder {
    @Override
    public String encode(CharSequence password) {
      return "{" + password + "}";
    }

    @Override
    public boolean matches(CharSequence password, String encoded) {
      checks.incrementAndGet();
      return encode(password).equals(encoded);
    }
  }

  @Test
  void aRightOneIsCheckedOnceAMinute() {
    for (int i = 0; i < 10; i++) assertThat(passwords.matches("gold", "{gold}")).isTrue();
    assertThat(checks).hasValue(1);
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(passwords.matches("gold", "{gold}")).isTrue();
    assertThat(checks).hasValue(2);
  }

  @Test
  void aWrongOneIsCheckedEachTimeAndNeverTakenForARightOne() {
    passwords.matches("gold", "{gold}");
    for (int i = 0; i < 3; i++) assertThat(passwords.matches("silver", "{gold}")).isFalse();
    assertThat(checks).hasValue(4);
  }

  @Test
  void aChangedPasswordCountsAtOnce() {
    assertThat(passwords.matches("gold", "{gold}")).isTrue();
    assertThat(passwords.matches("gold", "{silver}")).isFalse();
    assertThat(passwords.matches("silver", "{silver}")).isTrue();
  }
}
