package dev.corral.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/** Lets a moment go by. Tests with a clock of their own have another one. */
@Component
class Pause {
  void pass(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }
}
