package dev.corral.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks passwords, and remembers for a minute which were right: bcrypt takes 0.1 s of a core,
 * which a client that sends its password with each request would cost three times a second. A wrong
 * one is checked each time. What is remembered is a keyed digest, the key lives in memory only, and
 * a changed password or a removed user counts at once.
 */
final class CheckedPasswords implements PasswordEncoder {
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST = 1_000;
  private static final String DIGEST = "HmacSHA256";

  private final PasswordEncoder encoder;
  private final Cache<String, Boolean> right;
  private final SecretKeySpec key;

  CheckedPasswords() {
    this(PasswordEncoderFactories.createDelegatingPasswordEncoder(), Ticker.systemTicker());
  }

  CheckedPasswords(PasswordEncoder encoder, Ticker time) {
    this.encoder = encoder;
    this.right =
        Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).ticker(time).build();
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, DIGEST);
  }

  @Override
  public String encode(CharSequence password) {
    return encoder.encode(password);
  }

  @Override
  public boolean upgradeEncoding(String encoded) {
    return encoder.upgradeEncoding(encoded);
  }

  @Override
  public boolean matches(CharSequence password, String encoded) {
    String digest = digest(encoded + "\0" + password);
    if (right.getIfPresent(digest) != null) return true;
    boolean matches = encoder.matches(password, encoded);
    if (matches) right.put(digest, true);
    return matches;
  }

  private String digest(String text) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + DIGEST, e);
    }
  }
}
