package dev.corral.shared;

/**
 * A business no: nothing was changed, and the same request gets the same answer until something is
 * mended.
 */
public class Refused extends Problem {
  /** Which kind of no it is, what is refused, and what to do instead. */
  protected Refused(Category category, String code, String detail, String fix) {
    super(category, code, detail, fix, null);
  }

  /** The request asks for something that is never right: {@link Category#INVALID}. */
  public static Refused invalid(String code, String detail, String fix) {
    return new Refused(Category.INVALID, code, detail, fix);
  }

  /** The state of what it is about stands in the way: {@link Category#CONFLICT}. */
  public static Refused conflict(String code, String detail, String fix) {
    return new Refused(Category.CONFLICT, code, detail, fix);
  }

  /** The caller has not the role for it: {@link Category#FORBIDDEN}. */
  public static Refused forbidden(String code, String detail, String fix) {
    return new Refused(Category.FORBIDDEN, code, detail, fix);
  }

  /** The same refusal, which names a value that its words contain. */
  public Refused with(String name, Object value) {
    put(name, value);
    return this;
  }
}
