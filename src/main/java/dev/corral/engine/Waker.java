package dev.corral.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Passes signals on to the steps that wait for them, right after the commit of what caused them and
 * on a thread of its own, so that nobody who sees a change waits for those who are woken. A signal
 * that is lost (Corral is killed between commit and wake-up) costs the time until the step's job is
 * due by itself.
 */
@Component
public class Waker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Waker.class);
  private final Waits waits;
  private final ProcessEngine engine;
  private final LinkedBlockingQueue<Signal> sent = new LinkedBlockingQueue<>();
  private volatile boolean running;
  private Thread thread;

  Waker(Waits waits, ProcessEngine engine) {
    this.waits = waits;
    this.engine = engine;
  }

  /** Wakes the steps that wait for these signals; inside a transaction, after its commit. */
  public void send(Signal... signals) {
    List<Signal> all = List.of(signals);
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      sent.addAll(all);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            sent.addAll(all);
          }
        });
  }

  private void passOn() {
    while (running) {
      try {
        passOn(sent.take());
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException e) {
        log.warn("could not wake the steps that wait; they look by themselves within 30 s", e);
      }
    }
  }

  private void passOn(Signal first) {
    List<Signal> batch = new ArrayList<>(List.of(first));
    sent.drainTo(batch);
    wake(batch);
  }

  /** All that was sent by now, on the caller's thread; for those who have stopped this one. */
  void passOnNow() {
    Signal first = sent.poll();
    if (first != null) passOn(first);
  }

  /** As a killed instance does. */
  void forget() {
    sent.clear();
  }

  void wake(List<Signal> batch) {
    if (waits.wake(batch) > 0) hintExecutor();
  }

  /** The executor of this instance need not wait for its next look at the due jobs. */
  private void hintExecutor() {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getJobExecutor()
        .jobWasAdded();
  }

  @Override
  public void start() {
    running = true;
    waits.wakeAll();
    thread = new Thread(this::passOn, "waker");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
