package dev.corral.engine;

import dev.corral.fakes.FakeHerd;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The engine on the herd's clock, and without threads of its own; it can be killed. */
@TestConfiguration(proxyBeanMethods = false)
public class EngineByHand {
  /** Corral's process, that a test can end between any two lines. */
  public static final class Life {
    private boolean dead;
    private final Waker waker;
    private final Waits waits;
    private final FakeHerd herd;

    private Life(Waker waker, Waits waits, FakeHerd herd) {
      this.waker = waker;
      this.waits = waits;
      this.herd = herd;
    }

    /** From here on it does nothing any more; what is not committed is lost. */
    public void end() {
      dead = true;
    }

    public boolean ended() {
      return dead;
    }

    /** It is started again. What was to wake somebody is forgotten. */
    public void begin() {
      dead = false;
      waker.forget();
      waits.wakeAll();
    }

    /** Those who wait for what has happened by now are woken. */
    public void wake() {
      if (waker.isRunning()) waker.stop();
      waker.passOnNow();
    }

    /** The engine's time is the herd's. */
    public void setClock() {
      ClockUtil.setCurrentTime(Date.from(herd.clock().instant()));
    }
  }

  /** Thrown where Corral's process ends. */
  public static final class Killed extends Error {
    public Killed(String where) {
      super(where, null, false, false);
    }
  }

  @Bean
  Life life(Waker waker, Waits waits, FakeHerd herd) {
    return new Life(waker, waits, herd);
  }

  @Bean
  @Primary
  Pause pauseByHand(FakeHerd herd) {
    return new Pause() {
      @Override
      void pass(Duration time) {
        herd.advance(time);
      }
    };
  }

  /** A job that Corral's end broke off has not failed: nobody is there to count a retry. */
  @Bean
  AbstractProcessEnginePlugin theDeadCountNothing() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void postInit(ProcessEngineConfigurationImpl engine) {
        FailedJobCommandFactory usual = engine.getFailedJobCommandFactory();
        engine.setFailedJobCommandFactory(
            (job, thrown) -> killed(thrown) ? context -> null : usual.getCommand(job, thrown));
      }
    };
  }

  /** Whether a step has thrown that since it is not finished yet. */
  public static boolean putOff(Throwable thrown) {
    return thrown instanceof NotYet;
  }

  /** Whether that is, or was caused by, the end of Corral's process. */
  public static boolean killed(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) if (t instanceof Killed) return true;
    return false;
  }
}
