package dev.corral.shared;

/**
 * The kind of a problem: what a program that gets it can do about it. Set where the problem is
 * thrown; the HTTP status follows from it.
 */
public enum Category {
  /** The request cannot be read. */
  MALFORMED(false),
  /** The request asks for something that is never right, whatever the state of the herd. */
  INVALID(false),
  /** The caller has not the role for it. */
  FORBIDDEN(false),
  /** Something was named that does not exist. */
  NOT_FOUND(false),
  /** The state of what it is about stands in the way: once that has changed, it may pass. */
  CONFLICT(false),
  /** Too much is asked for at once: the same request passes later. */
  BUSY(true),
  /** A node did not do what it was asked for. */
  NODE_FAILED(true),
  /** Corral itself cannot answer now. */
  UNAVAILABLE(true),
  /** A defect of Corral. */
  DEFECT(true);

  private final boolean passing;

  Category(boolean passing) {
    this.passing = passing;
  }

  /** False if trying again cannot help before somebody has changed something. */
  public boolean passing() {
    return passing;
  }
}
