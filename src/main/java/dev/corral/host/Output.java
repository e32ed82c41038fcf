package dev.corral.host;

/** What a command said, and its exit status. */
public record Output(int exit, String out, String err) {
  /** True for exit status 0. */
  public boolean ok() {
    return exit == 0;
  }

  /** The last words: of the error output if there is any. */
  public String words() {
    String said = err.isBlank() ? out.strip() : err.strip();
    return said.length() <= 2000 ? said : "…" + said.substring(said.length() - 2000);
  }
}
