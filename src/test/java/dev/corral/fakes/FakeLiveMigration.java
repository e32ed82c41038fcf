package dev.corral.fakes;

import dev.corral.fakes.FakeMigrations.Migration;
import dev.corral.host.Endpoint;
import dev.corral.host.FakeStanding;
import dev.corral.host.HostErrors;
import dev.corral.host.HostProblem;
import dev.corral.host.LiveMigration;
import dev.corral.shared.Refused;
import java.util.Optional;
import java.util.UUID;

/** Live migration between hosts in memory, as Corral asks for it. */
public final class FakeLiveMigration implements LiveMigration {
  private final FakeHerd herd;
  private final FakeHypervisor hypervisor;

  public FakeLiveMigration(FakeHerd herd, FakeHypervisor hypervisor) {
    this.herd = herd;
    this.hypervisor = hypervisor;
  }

  @Override
  public Look look(Way way) {
    Optional<Migration> mine = herd.alone(() -> herd.migrations().of(way.guest()));
    if (mine.isPresent() && !mine.get().ended)
      return new Look(
          State.UNDER_WAY, mine.get().percent(herd.clock().instant()), words(mine.get()));
    herd.alone(
        () -> {
          herd.migrations().forget(way.guest());
          return null;
        });
    if (mine.isPresent() && mine.get().failure != null) {
      hypervisor.guests(way.target()); // a target that is silent is told of as such
      throw Refused.conflict(
          "MIGRATION_FAILED",
          HostErrors.libvirt(
                  way.source(),
                  "moving guest " + way.guest() + " to " + way.target().node(),
                  mine.get().failure)
              .detail(),
          "fix what libvirt reports on the node, then retry");
    }
    String words = mine.map(FakeLiveMigration::words).orElse("");
    Optional<FakeGuest> source = side(way.source(), way.guest());
    Optional<FakeGuest> target = side(way.target(), way.guest());
    if (source == null && target == null) hypervisor.guests(way.source());
    State state = FakeStanding.of(source, target, way.handedOver());
    if (state == State.ARRIVED && source != null && source.isPresent())
      hypervisor.ensureGone(way.source(), way.guest());
    return new Look(state, state == State.ARRIVED ? 100 : 0, words);
  }

  /** Null if the node is silent. */
  private Optional<FakeGuest> side(Endpoint node, UUID guest) {
    try {
      return hypervisor.find(node, guest);
    } catch (HostProblem problem) {
      if (!problem.silent()) throw problem;
      return null;
    }
  }

  @Override
  public void resume(Way way) {
    hypervisor
        .find(way.source(), way.guest())
        .ifPresent(
            guest ->
                herd.alone(
                    () -> {
                      guest.resume();
                      return null;
                    }));
  }

  private static String words(Migration one) {
    return "%.1f MiB sent".formatted(one.bytes / 1048576.0);
  }

  @Override
  public void begin(Way way, Optional<String> definition) {
    if (herd.alone(() -> herd.migrations().of(way.guest())).isPresent()) return;
    FakeGuest guest =
        hypervisor
            .find(way.source(), way.guest())
            .orElseThrow(
                () ->
                    HostErrors.libvirt(
                        way.source(), "moving guest " + way.guest(), "Domain not found"));
    herd.ask(
        way.target(),
        "moving guest " + way.guest(),
        target -> {
          herd.migrations().begin(guest, target, definition);
          return null;
        });
  }

  @Override
  public int leaving(Endpoint source) {
    return herd.alone(() -> herd.at(source.address()).map(herd.migrations()::leaving).orElse(0));
  }

  @Override
  public void abort(Way way) {
    hypervisor.guests(way.source());
    herd.alone(
        () -> {
          herd.migrations()
              .of(way.guest())
              .ifPresent(m -> herd.migrations().fail(m, "operation aborted"));
          herd.migrations().forget(way.guest());
          return null;
        });
  }
}
