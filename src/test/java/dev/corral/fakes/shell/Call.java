package dev.corral.fakes.shell;

import java.util.List;

/**
 * A program that is run.
 *
 * @param words its arguments, without its name
 */
public record Call(
    Shell shell, String name, List<String> words, Stream in, Stream out, Stream err) {
  /** Prints a line. */
  public void say(String line) {
    out.write(line + "\n");
  }

  /** Prints a line on the error stream; answers that exit status. */
  public int complain(int status, String words) {
    err.write(name + ": " + words + "\n");
    return status;
  }

  /** The full path of a word. */
  public String path(String word) {
    return shell.path(word);
  }

  public boolean has(String option) {
    return words.contains(option);
  }

  /** The word after an option, or null. */
  public String after(String option) {
    int at = words.indexOf(option);
    return at < 0 || at + 1 >= words.size() ? null : words.get(at + 1);
  }

  /** The words that are no options; after {@code --} all are none. */
  public List<String> operands() {
    int end = words.indexOf("--");
    java.util.ArrayList<String> all = new java.util.ArrayList<>();
    for (int i = 0; i < words.size(); i++)
      if (i != end
          && (end >= 0 && i > end || !words.get(i).startsWith("-") || words.get(i).length() == 1))
        all.add(words.get(i));
    return all;
  }

  /** The same program with other words. */
  public Call with(String other, List<String> words) {
    return new Call(shell, other, words, in, out, err);
  }
}
