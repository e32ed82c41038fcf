package dev.corral.fakes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * All that Corral does from time to time, done by hand on the herd's clock. {@code lookAtAll} is
 * left to {@link dev.corral.node.Rounds}, which waits for what it begins.
 */
public final class Timetable implements BeanPostProcessor, BeanDefinitionRegistryPostProcessor {
  private static final String SCHEDULER =
      "org.springframework.context.annotation.internalScheduledAnnotationProcessor";
  private static final Set<String> NOT = Set.of("lookAtAll", "look", "thinOut", "verifyTheOldest");
  private final List<Entry> entries = new ArrayList<>();
  private Instant next = Instant.EPOCH;

  /** Between two times. */
  static final Duration EVERY = Duration.ofSeconds(5);

  private record Entry(Object bean, Method method) {}

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    if (registry.containsBeanDefinition(SCHEDULER)) registry.removeBeanDefinition(SCHEDULER);
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    for (Method method : bean.getClass().getDeclaredMethods())
      if (method.isAnnotationPresent(Scheduled.class)
          && bean.getClass().getName().startsWith("dev.corral")
          && !NOT.contains(method.getName())) entries.add(new Entry(bean, method));
    return bean;
  }

  /** What is due by now is done. */
  public void turn(Instant now) {
    if (now.isBefore(next)) return;
    next = now.plus(EVERY);
    for (Entry entry : entries) call(entry);
  }

  private static void call(Entry entry) {
    try {
      entry.method().setAccessible(true);
      entry.method().invoke(entry.bean());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failed) throw failed;
      if (e.getCause() instanceof Error error) throw error;
      throw new IllegalStateException(e);
    }
  }
}
