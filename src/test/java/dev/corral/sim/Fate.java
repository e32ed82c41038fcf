package dev.corral.sim;

import dev.corral.engine.EngineByHand.Killed;
import dev.corral.engine.EngineByHand.Life;
import dev.corral.fakes.FakeNode;
import dev.corral.fakes.Interference;

/** What comes between Corral and the hosts: its end, and answers that get lost. */
final class Fate implements Interference {
  private final Life life;
  private final Log log;
  private final Thread mine = Thread.currentThread();
  private int killIn = -1;
  private boolean afterwards;
  private int killAtStep = -1;
  private int loseIn = -1;
  private int cutIn = -1;

  Fate(Life life, Log log) {
    this.life = life;
    this.log = log;
  }

  /** It ends at that call from now, before or after it has come about; or at that step. */
  void kill(int calls, int how) {
    killIn = how % 4 == 3 ? -1 : calls;
    killAtStep = how % 4 == 3 ? calls % 4 : -1;
    afterwards = how % 4 != 0;
  }

  /** The answer to that call from now gets lost. */
  void loseAnswer(int calls) {
    loseIn = calls;
  }

  /** The node of that call from now dies right after it has come about. */
  void cutPower(int calls) {
    cutIn = calls;
  }

  /** Nothing comes between any more. */
  void relent() {
    killIn = -1;
    killAtStep = -1;
    loseIn = -1;
    cutIn = -1;
  }

  @Override
  public void before(FakeNode node, String call) {
    if (Thread.currentThread() != mine) return;
    if (life.ended()) throw new Killed("dead already");
    log.call(node, call);
    if (killIn == 0 && !afterwards) end("before '" + call + "' on " + node);
    if (loseIn >= 0 && loseIn-- == 0) {
      log.say("the answer to '" + call + "' on " + node + " gets lost");
      node.faults().loseAnswers(1);
    }
    if (cutIn == 0) node.faults().loseAnswers(1);
  }

  @Override
  public void after(FakeNode node, String call) {
    if (Thread.currentThread() != mine) return;
    if (cutIn >= 0 && cutIn-- == 0) {
      log.say(node + " loses its power after '" + call + "'");
      node.cutPower();
    }
    if (killIn >= 0 && killIn-- == 0) end("after '" + call + "' on " + node);
  }

  /** A step has come to its end, and is not kept yet. */
  void between(String step) {
    if (Thread.currentThread() == mine && killAtStep >= 0 && killAtStep-- == 0)
      end("before the commit of " + step);
  }

  private void end(String where) {
    relent();
    log.say("Corral is killed " + where);
    life.end();
    throw new Killed(where);
  }
}
