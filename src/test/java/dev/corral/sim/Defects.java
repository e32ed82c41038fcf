package dev.corral.sim;

import java.util.Arrays;
import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/** Defects planted on purpose, one at a time, each in a rule that holds a promise. */
@TestConfiguration(proxyBeanMethods = false)
public class Defects {
  /** One of them: a method of a bean that does something else than it should. */
  enum Defect {
    /** A hand-over that is not kept before its effect: a target that dies takes the disk along. */
    HAND_OVER_NOT_RECORDED("Authorities", "handOver", call -> null),
    /** A clean-up that believes what it has noted, and not who has the newest bytes. */
    SWEEP_BELIEVES_ITS_NOTES("Authorities", "find", call -> Optional.empty()),
    /** Whoever answers first is believed to have the newest bytes. */
    NOTHING_IS_EVER_OPEN("Authorities", "open", call -> false),
    /** Names on hosts are believed to be Corral's. */
    NAMES_ARE_BELIEVED("Marks", "claim", call -> null),
    /** A name that another guest bears there is taken all the same. */
    NAMES_ARE_NOT_LOOKED_AT("CloneFiles", "claim", call -> null),
    /** What leaves its place is deleted at once. */
    NOTHING_IS_SET_ASIDE("Aside", "put", Defects::discards),
    /** A clone whose node does not answer is made elsewhere, though it may run there. */
    STARTS_ELSEWHERE_UNASKED("Guests", "mayRun", call -> false),
    /** A disk is sent as it stands, though its guest writes. */
    RUNNING_DISKS_ARE_SENT("Moving", "runs", call -> false),
    /** A disk that nobody has compared is good enough. */
    STAMPS_NEVER_CHANGE("ImageFiles", "stamp", call -> "always"),
    /** A broken move stays at home, whatever the other side has. */
    BROKEN_MOVES_STAY_AT_HOME("Moving", "staysAtHome", call -> true),
    /** A silent node is believed to be off. */
    SILENT_IS_OFF("Moving", "isOff", call -> true),
    /** What is claimed by others is not counted. */
    CLAIMS_COUNT_NOTHING("Claims", "open", call -> java.util.Map.of()),
    /** The node of a move is not looked at before it begins. */
    NOBODY_LOOKS_WHETHER_IT_FITS("Fitting", "ensureFits", call -> null),
    /** A guest that runs is no reason to leave its files alone. */
    RUNNING_GUESTS_ARE_CLEARED("FakeHypervisor", "ensureGone", Defects::offAndGone),
    /** A node that drains is switched off without a look at its guests. */
    DRAINED_UNSEEN("Power", "ensureEmpty", call -> null);

    private final String type;
    private final String method;
    private final MethodInterceptor instead;

    Defect(String type, String method, MethodInterceptor instead) {
      this.type = type;
      this.method = method;
      this.instead = instead;
    }

    private boolean is(MethodInvocation call) {
      return is(call.getThis().getClass(), call.getMethod().getName());
    }

    private boolean is(Class<?> in, String called) {
      Class<?> own = org.springframework.util.ClassUtils.getUserClass(in);
      return own.getSimpleName().equals(type) && called.equals(method);
    }
  }

  /** The one that is planted now, if one is. */
  public static final class Planted {
    private Defect now;
    private int times;

    void plant(Defect defect) {
      now = defect;
      times = 0;
    }

    void pull() {
      now = null;
    }

    /** How often the last one was come by. */
    int times() {
      return times;
    }
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Planted planted() {
    return new Planted();
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor defects(Planted planted) {
    MethodInterceptor instead =
        call -> {
          Defect now = planted.now;
          if (now == null || !now.is(call)) return call.proceed();
          planted.times++;
          return now.instead.invoke(call);
        };
    return new DefaultPointcutAdvisor(
        new StaticMethodMatcherPointcut() {
          @Override
          public boolean matches(java.lang.reflect.Method method, Class<?> type) {
            return type.getName().startsWith("dev.corral.")
                && Arrays.stream(Defect.values()).anyMatch(d -> d.is(type, method.getName()));
          }
        },
        instead);
  }

  private static Object discards(MethodInvocation call) {
    return ((dev.corral.storage.Aside) call.getThis())
        .discard((dev.corral.storage.Leaving) call.getArguments()[0]);
  }

  private static Object offAndGone(MethodInvocation call) throws Throwable {
    dev.corral.host.Hypervisor hypervisor = (dev.corral.host.Hypervisor) call.getThis();
    hypervisor.ensureOff(
        (dev.corral.host.Endpoint) call.getArguments()[0], (java.util.UUID) call.getArguments()[1]);
    return call.proceed();
  }
}
