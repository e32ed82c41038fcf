package dev.corral.host;

/** The scripts that a fake shell has to know, since it cannot run them. */
public final class Scripts {
  public static final String SEND = HostScript.named("send.sh");
  public static final String SUM = HostScript.named("sum.sh");
  public static final String PACKS = HostScript.named("packs.sh");

  private Scripts() {}
}
