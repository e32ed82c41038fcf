package dev.corral.host;

import dev.corral.host.HostProblem.Kind;
import dev.corral.host.Standing.Side;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.Domain.DomainMigrateParameters;
import org.libvirt.Domain.MigrateFlags;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.DomainJobInfo;
import org.libvirt.LibvirtException;
import org.libvirt.TypedParameter;
import org.libvirt.TypedStringParameter;
import org.springframework.stereotype.Component;

/**
 * {@link LiveMigration} managed by Corral over two connections of its own: the nodes need no keys
 * of each other. When a connection ends, libvirt cancels the migration by itself.
 */
@Component
class LibvirtMigration implements LiveMigration {
  private static final int FLAGS =
      MigrateFlags.LIVE
          | MigrateFlags.PERSIST_DEST
          | MigrateFlags.UNDEFINE_SOURCE
          | MigrateFlags.NON_SHARED_INC
          | MigrateFlags.AUTO_CONVERGE
          | MigrateFlags.ABORT_ON_ERROR;

  private static final long ABORT_SECONDS = 10;

  /** VIR_DOMAIN_JOB_NONE, of libvirt-domain.h. */
  private static final int NO_JOB = 0;

  private static final Duration SUSPICIOUS = Duration.ofSeconds(5);
  private static final Duration HOPELESS = Duration.ofSeconds(60);

  private final LibvirtConnections connections;
  private final RemoteShell shell;
  private final SignsOfLife signs;
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();

  /** One that this Corral has begun. */
  private static final class Running {
    private final Way way;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile long disk;
    private volatile long memory;
    private volatile long moved = System.nanoTime();
    private volatile HostProblem cut;

    private Running(Way way) {
      this.way = way;
    }

    private void saw(DomainJobInfo job) {
      if (job.getFileProcessed() > disk || job.getMemProcessed() > memory)
        moved = System.nanoTime();
      disk = Math.max(disk, job.getFileProcessed());
      memory = Math.max(memory, job.getMemProcessed());
    }

    /** Since when nothing has been sent. */
    private Duration still() {
      return Duration.ofNanos(System.nanoTime() - moved);
    }

    private String words() {
      return "%.1f MiB of disk and %.1f MiB of memory sent"
          .formatted(disk / 1048576.0, memory / 1048576.0);
    }
  }

  LibvirtMigration(LibvirtConnections connections, RemoteShell shell, SignsOfLife signs) {
    this.connections = connections;
    this.shell = shell;
    this.signs = signs;
  }

  @Override
  public Look look(Way way) {
    Running mine = running.get(way.guest());
    if (mine != null && !mine.end.isDone()) return progress(mine);
    Side source = side(way.source(), way.guest());
    Side target = side(way.target(), way.guest());
    if (source == Side.SILENT && target == Side.SILENT)
      throw SshErrors.unreachable(way.source(), "nor does " + way.target().node(), null);
    if (Standing.twice(source, target)) throw twice(way);
    String words = mine == null ? "" : mine.words();
    State state = Standing.of(source, target, way.handedOver());
    if (state == State.ARRIVED && source != Side.NONE && source != Side.SILENT) leaveSource(way);
    if (state == State.PAUSED && way.handedOver() && !way.paused())
      return new Look(state, 0, words); // why it failed is told once it goes on
    if (mine != null) running.remove(way.guest(), mine);
    if (state == State.AT_SOURCE || state == State.PAUSED) failed(mine);
    return new Look(state, state == State.ARRIVED ? 100 : 0, words);
  }

  /** If it was begun by this Corral and has failed, that is thrown. */
  private static void failed(Running mine) {
    if (mine == null) return;
    try {
      mine.end.join();
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof HostProblem problem)) throw failed;
      if (mine.cut != null) throw mine.cut;
      if (problem.unreachable()) throw problem;
      throw Refused.conflict("MIGRATION_FAILED", problem.detail(), problem.fix());
    }
  }

  private Side side(Endpoint node, UUID guest) {
    try {
      return connections.on(node, "looking for guest " + guest, libvirt -> side(libvirt, guest));
    } catch (HostProblem problem) {
      if (!problem.silent()) throw problem;
      return Side.SILENT;
    }
  }

  private static Side side(Connect libvirt, UUID guest) throws LibvirtException {
    Optional<Domain> domain = Domains.find(libvirt, guest);
    if (domain.isEmpty()) return Side.NONE;
    DomainState state = domain.get().getInfo().state;
    if (Domains.off(state)) return Side.OFF;
    if (domain.get().isPersistent() != 1) return Side.RECEIVING;
    if (domain.get().getJobInfo().getType() != NO_JOB) return Side.BUSY;
    return state == DomainState.VIR_DOMAIN_PAUSED ? Side.PAUSED : Side.RUNS;
  }

  private static HostProblem twice(Way way) {
    return new HostProblem(
        Kind.LIBVIRT_FAILED,
        "guest %s runs on %s and on %s"
            .formatted(way.guest(), way.source().node(), way.target().node()),
        "look which of the two is the right one, and switch the other off (virsh destroy), then"
            + " retry",
        null);
  }

  @Override
  public void resume(Way way) {
    connections.on(
        way.source(),
        "letting guest " + way.guest() + " go on",
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, way.guest());
          if (domain.isPresent() && domain.get().getInfo().state == DomainState.VIR_DOMAIN_PAUSED)
            domain.get().resume();
          return null;
        });
  }

  private Look progress(Running mine) {
    Optional<DomainJobInfo> seen =
        connections.on(
            mine.way.source(),
            "looking how far a guest has moved",
            libvirt -> job(libvirt, mine.way.guest()));
    if (seen.isEmpty()) return new Look(State.UNDER_WAY, 99, mine.words());
    DomainJobInfo job = seen.get();
    mine.saw(job);
    if (mine.still().compareTo(SUSPICIOUS) > 0) endIfCut(mine);
    if (job.getDataTotal() == 0) return new Look(State.UNDER_WAY, 0, "begins");
    return new Look(
        State.UNDER_WAY,
        (int) Math.min(99, 100 * job.getDataProcessed() / job.getDataTotal()),
        mine.words());
  }

  /** None if it is just ending. */
  private static Optional<DomainJobInfo> job(Connect libvirt, UUID guest) {
    try {
      Optional<Domain> domain = Domains.find(libvirt, guest);
      return domain.isPresent() ? Optional.of(domain.get().getJobInfo()) : Optional.empty();
    } catch (LibvirtException justEnding) {
      return Optional.empty();
    }
  }

  /**
   * A target that has died takes nothing and refuses nothing: QEMU would wait for a quarter of an
   * hour. So the source is asked whether it still hears it, and the dead connection is closed
   * there.
   */
  private void endIfCut(Running mine) {
    Way way = mine.way;
    boolean heard = signs.from(way.source(), way.target()).answered();
    if (heard && mine.still().compareTo(HOPELESS) < 0) return;
    mine.cut =
        SshErrors.unreachable(
            way.target(),
            "%s has passed nothing on to it for %d s, and %s"
                .formatted(
                    way.source().node(),
                    mine.still().toSeconds(),
                    heard ? "goes on so" : "does not hear it"),
            null);
    try {
      endJob(way);
    } catch (HostProblem justEnding) {
      return;
    }
    shell.run(
        way.source(),
        Command.of("ss", "-K", "dst", way.target().address(), "dport", "ge", ":49152"));
  }

  private void endJob(Way way) {
    connections.on(
        way.source(),
        "ending the move of guest " + way.guest(),
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, way.guest());
          if (domain.isPresent() && domain.get().getJobInfo().getType() != NO_JOB)
            domain.get().abortJob();
          return null;
        });
  }

  /**
   * What is handed over waits there, paused or off, if whoever moved it was killed just before it
   * was told so.
   */
  private void leaveSource(Way way) {
    connections.on(
        way.source(),
        "leaving the source",
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, way.guest());
          if (domain.isEmpty()) return null;
          if (domain.get().getInfo().state == DomainState.VIR_DOMAIN_RUNNING) throw twice(way);
          Domains.remove(libvirt, way.guest());
          return null;
        });
  }

  @Override
  public void begin(Way way, Optional<String> definition) {
    Running mine = new Running(way);
    if (running.putIfAbsent(way.guest(), mine) != null) return;
    Thread thread =
        new Thread(
            () -> {
              try {
                migrate(mine, definition);
                mine.end.complete(null);
              } catch (RuntimeException | Error problem) {
                mine.end.completeExceptionally(problem);
              }
            },
            "migration " + way.guest());
    thread.setDaemon(true);
    thread.start();
  }

  private void migrate(Running mine, Optional<String> definition) {
    Way way = mine.way;
    try (var source = connections.another(way.source());
        var target = connections.another(way.target())) {
      List<TypedParameter> how = new ArrayList<>();
      how.add(
          new TypedStringParameter(
              DomainMigrateParameters.VIR_MIGRATE_PARAM_URI, "tcp://" + way.target().address()));
      definition.ifPresent(
          xml -> {
            how.add(
                new TypedStringParameter(DomainMigrateParameters.VIR_MIGRATE_PARAM_DEST_XML, xml));
            how.add(
                new TypedStringParameter(
                    DomainMigrateParameters.VIR_MIGRATE_PARAM_PERSIST_XML, xml));
          });
      Domain there =
          source
              .connect()
              .domainLookupByUUID(way.guest())
              .migrate(target.connect(), how.toArray(TypedParameter[]::new), FLAGS);
      learn(there, mine);
    } catch (LibvirtException e) {
      throw LibvirtErrors.translate(
          way.source(), "moving guest " + way.guest() + " to " + way.target().node(), e);
    }
  }

  /** The target knows what came: VIR_DOMAIN_JOB_STATS_COMPLETED, of libvirt-domain.h. */
  private static void learn(Domain there, Running mine) {
    try {
      for (TypedParameter figure : there.getJobStats(1).stats) {
        long value = figure.field.endsWith("_processed") ? number(figure) : 0;
        if (figure.field.equals("disk_processed")) mine.disk = Math.max(mine.disk, value);
        if (figure.field.equals("memory_processed")) mine.memory = Math.max(mine.memory, value);
      }
    } catch (LibvirtException unknown) {
      // then what was seen last on the way is what is known
    }
  }

  private static long number(TypedParameter figure) {
    return Long.parseLong(figure.getValueAsString());
  }

  @Override
  public int leaving(Endpoint source) {
    return (int)
        running.values().stream()
            .filter(r -> r.way.source().node().equals(source.node()) && !r.end.isDone())
            .count();
  }

  @Override
  public void abort(Way way) {
    endJob(way);
    Running mine = running.get(way.guest());
    if (mine == null) return;
    try {
      mine.end.handle((done, failed) -> done).get(ABORT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Refused.conflict(
          "MOVE_ENDING",
          "guest " + way.guest() + " is being handed over to " + way.target().node(),
          "wait until it has arrived, or try again in a minute");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.remove(way.guest(), mine);
  }
}
