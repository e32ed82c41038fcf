package dev.corral.fakes.shell;

import java.util.List;

/** Branches and loops. */
final class Control {
  /** A script that goes round more often waits for something that does not come. */
  private static final int MOST_ROUNDS = 100_000;

  private Control() {}

  static int run(Shell shell, Script script) {
    if (script instanceof Script.If branches) return conditional(shell, branches);
    if (script instanceof Script.For loop) return over(shell, loop);
    if (script instanceof Script.Loop loop) return loop(shell, loop);
    if (script instanceof Script.Case choice) return choice(shell, choice);
    throw new IllegalStateException("no such command: " + script);
  }

  private static int conditional(Shell shell, Script.If branches) {
    for (Script.Branch branch : branches.branches())
      if (shell.run(branch.condition()) == 0) return shell.run(branch.then());
    return branches.otherwise() == null ? 0 : shell.run(branches.otherwise());
  }

  private static int over(Shell shell, Script.For loop) {
    List<String> all =
        loop.words() == null ? List.copyOf(shell.arguments) : shell.fields(loop.words());
    int last = 0;
    for (String one : all) {
      shell.variables.put(loop.name(), one);
      try {
        last = shell.run(loop.body());
      } catch (Shell.Leave leave) {
        if (leave.what == Shell.Leave.What.BREAK) break;
        if (leave.what != Shell.Leave.What.CONTINUE) throw leave;
      }
    }
    return last;
  }

  private static int loop(Shell shell, Script.Loop loop) {
    int last = 0;
    for (int round = 0; (shell.run(loop.condition()) == 0) != loop.until(); round++) {
      if (round > MOST_ROUNDS) throw new IllegalStateException("endless: " + loop.condition());
      try {
        last = shell.run(loop.body());
      } catch (Shell.Leave leave) {
        if (leave.what == Shell.Leave.What.BREAK) break;
        if (leave.what != Shell.Leave.What.CONTINUE) throw leave;
      }
    }
    return last;
  }

  private static int choice(Shell shell, Script.Case choice) {
    Expansion expansion = new Expansion(shell);
    String subject = expansion.text(choice.subject());
    for (Script.Arm arm : choice.arms())
      for (Script.Word pattern : arm.patterns())
        if (subject.matches(expansion.pattern(pattern))) return shell.run(arm.then());
    return 0;
  }
}
