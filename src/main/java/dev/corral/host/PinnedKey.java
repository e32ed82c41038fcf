package dev.corral.host;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;

/**
 * Accepts exactly one host key, or none; remembers what was shown. Nothing is ever added by itself.
 */
final class PinnedKey implements HostKeyRepository {
  private final HostKey pinned;
  private HostKey shown;

  /** Null accepts no key at all. */
  PinnedKey(HostKey pinned) {
    this.pinned = pinned;
  }

  HostKey pinned() {
    return pinned;
  }

  HostKey shown() {
    return shown;
  }

  @Override
  public int check(String host, byte[] key) {
    shown = HostKey.of(key);
    if (pinned == null) return NOT_INCLUDED;
    return pinned.equals(shown) ? OK : CHANGED;
  }

  @Override
  public void add(com.jcraft.jsch.HostKey key, UserInfo user) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] key) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return "the confirmed host key";
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey() {
    return new com.jcraft.jsch.HostKey[0];
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
    return new com.jcraft.jsch.HostKey[0];
  }
}
