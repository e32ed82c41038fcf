package dev.corral.fakes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is wrong with a node now; each can be switched on and off again. */
public final class Faults {
  /** What libvirt does when it is asked. */
  public enum Libvirt {
    WELL,
    /** Its daemon does not run. */
    STOPPED,
    /** It is not installed. */
    MISSING,
    /** Nothing comes back; who waits is told so at once, as if the limit had passed. */
    HANGS
  }

  private volatile Libvirt libvirt = Libvirt.WELL;
  private volatile boolean sshRefused;
  private volatile int lostAnswers;
  private volatile int lateAnswers;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public void libvirt(Libvirt now) {
    libvirt = now;
  }

  Libvirt libvirt() {
    return libvirt;
  }

  /** Nothing listens on the SSH port. */
  public void sshRefused(boolean now) {
    sshRefused = now;
  }

  boolean sshRefused() {
    return sshRefused;
  }

  /** The next calls do what they are told, but their answers get lost. */
  public synchronized void loseAnswers(int calls) {
    lostAnswers = calls;
  }

  synchronized boolean answerLost() {
    return lostAnswers > 0 && lostAnswers-- > 0;
  }

  /** All is well. */
  public void mend() {
    libvirt = Libvirt.WELL;
    sshRefused = false;
    loseAnswers(0);
    letGo();
  }

  /** From now on who calls waits, really, until it is let go. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void letGo() {
    gate.countDown();
  }

  /** How many wait. */
  public int waiting() {
    return lateAnswers;
  }

  boolean passes(long millis) {
    if (gate.getCount() == 0) return true;
    synchronized (this) {
      lateAnswers++;
    }
    try {
      return gate.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      synchronized (this) {
        lateAnswers--;
      }
    }
  }
}
