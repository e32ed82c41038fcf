package dev.corral;

import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The engine's clock is one for the whole process: the next class has the real one again. */
final class EngineTime implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    ClockUtil.reset();
  }
}
