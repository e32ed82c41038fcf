package dev.corral.shared;

/**
 * A business no: nothing was changed, and the same request gets the same answer until something is
 * mended.
 */
public class Refused extends Problem {
  /** What is refused, and what to do instead. */
  public Refused(String code, String detail, String fix) {
    super(code, detail, fix, null);
  }

  @Override
  public boolean passing() {
    return false;
  }
}
