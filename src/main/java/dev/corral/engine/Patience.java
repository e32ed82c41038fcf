package dev.corral.engine;

import dev.corral.shared.Problem;
import java.util.Date;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/**
 * What becomes of a job that threw. The engine's own way of counting retries, but for two: what
 * cannot pass by itself is not tried again, and a step that is {@link NotYet} finished is put off:
 * no retry is consumed, no incident made, no history written.
 */
final class Patience extends DefaultJobRetryCmd {
  private final Waits waits;

  Patience(String jobId, Throwable exception, Waits waits) {
    super(jobId, exception);
    this.waits = waits;
  }

  @Override
  public Object execute(CommandContext context) {
    NotYet notYet = notYet(exception);
    if (notYet == null) return super.execute(context);
    JobEntity job = getJob();
    if (job != null) putOff(job, notYet);
    return null;
  }

  private static NotYet notYet(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) if (t instanceof NotYet n) return n;
    return null;
  }

  private void putOff(JobEntity job, NotYet notYet) {
    boolean woken = waits.wokenWhilePuttingOff(job.getId()) != notYet.woken();
    long wait = woken ? 0 : notYet.within().toMillis();
    job.unlock();
    job.setDuedate(new Date(ClockUtil.getCurrentTime().getTime() + wait));
    if (notYet.looked()) {
      job.setPriority(woken ? Waits.WOKEN : Waits.UNHURRIED);
      if (job.getExceptionMessage() != null) forgetFailures(job);
    }
    if (woken) hintExecutor();
  }

  /** The look went well: a failure weeks ago counts no longer when the next one comes. */
  private void forgetFailures(JobEntity job) {
    int tries =
        getFailedJobRetryConfiguration(job, getCurrentActivity(Context.getCommandContext(), job))
                .getRetryIntervals()
                .size()
            + 1;
    if (job.getRetries() < tries) job.setRetries(tries);
  }

  private static void hintExecutor() {
    Context.getProcessEngineConfiguration().getJobExecutor().jobWasAdded();
  }

  @Override
  protected void decrementRetries(JobEntity job) {
    if (exception instanceof Problem problem && !problem.passing()) job.setRetries(0);
    else super.decrementRetries(job);
  }
}
