package dev.corral.fakes;

import dev.corral.fakes.Content.Image;
import dev.corral.host.Endpoint;
import dev.corral.host.HostErrors;
import dev.corral.host.Hypervisor;
import dev.corral.shared.Guest;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** libvirt on hosts in memory. */
public class FakeHypervisor implements Hypervisor {
  private final FakeHerd herd;

  public FakeHypervisor(FakeHerd herd) {
    this.herd = herd;
  }

  private <T> T on(Endpoint endpoint, String purpose, Function<FakeNode, T> work) {
    return herd.ask(
        endpoint,
        purpose,
        node -> {
          FakeShell.logIn(endpoint, node);
          switch (node.faults().libvirt()) {
            case STOPPED -> throw HostErrors.libvirtStopped(endpoint, "its socket is not there");
            case MISSING -> throw HostErrors.libvirtMissing(endpoint);
            case HANGS -> throw HostErrors.libvirtStopped(endpoint, "no answer within 8 s");
            case WELL -> {}
          }
          try {
            return work.apply(node);
          } catch (FakeLibvirt.Refusal
              | Chain.Broken
              | dev.corral.fakes.shell.Host.NoRoom refused) {
            throw HostErrors.libvirt(endpoint, purpose, refused.getMessage());
          }
        });
  }

  @Override
  public HypervisorFacts facts(Endpoint node) {
    return on(
        node,
        "reading the host's facts",
        n ->
            new HypervisorFacts(
                n.hostId,
                n.name(),
                n.cpus,
                "9.0.0",
                "/usr/bin/qemu-system-x86_64",
                List.of("qemu", "kvm"),
                List.of("pc", "pc-q35-7.2", "q35")));
  }

  @Override
  public List<Pool> pools(Endpoint node) {
    return on(node, "listing the storage pools", n -> n.libvirt().pools());
  }

  @Override
  public List<Guest> guests(Endpoint node) {
    return on(
        node,
        "listing the guests",
        n -> n.libvirt().all().stream().map(FakeHypervisor::guest).toList());
  }

  private static Guest guest(FakeGuest guest) {
    return new Guest(guest.id(), guest.name(), guest.active(), guest.memory());
  }

  @Override
  public Optional<Guest> guest(Endpoint node, UUID id) {
    return find(node, id).map(FakeHypervisor::guest);
  }

  /** The guest itself, if it is known there. */
  public Optional<FakeGuest> find(Endpoint node, UUID id) {
    return on(node, "looking for guest " + id, n -> n.libvirt().find(id));
  }

  /** All definitions there. */
  public List<String> definitions(Endpoint node) {
    return on(
        node,
        "reading the definitions of the guests",
        n -> n.libvirt().all().stream().map(FakeGuest::xml).toList());
  }

  @Override
  public Optional<String> definition(Endpoint node, String guest) {
    return on(
        node,
        "reading the definition of " + guest,
        n -> n.libvirt().named(guest).map(FakeGuest::xml));
  }

  @Override
  public void ensureDefined(Endpoint node, String xml) {
    on(node, "defining a guest", n -> n.libvirt().define(xml));
  }

  private static FakeGuest known(FakeNode node, UUID id) {
    return node.libvirt()
        .find(id)
        .orElseThrow(
            () ->
                new FakeLibvirt.Refusal(
                    "Domain not found: no domain with matching uuid '" + id + "'"));
  }

  @Override
  public void ensureRunning(Endpoint node, UUID id) {
    on(
        node,
        "starting guest " + id,
        n -> {
          known(n, id).start();
          return null;
        });
  }

  @Override
  public void askToShutDown(Endpoint node, UUID id) {
    on(
        node,
        "shutting down guest " + id,
        n -> {
          n.libvirt().find(id).ifPresent(FakeGuest::pressPowerButton);
          return null;
        });
  }

  @Override
  public void ensureOff(Endpoint node, UUID id) {
    on(
        node,
        "switching off guest " + id,
        n -> {
          n.libvirt().find(id).ifPresent(FakeGuest::shutDown);
          return null;
        });
  }

  @Override
  public void ensureGone(Endpoint node, UUID id) {
    on(
        node,
        "removing guest " + id,
        n -> {
          if (n.libvirt().find(id).filter(FakeGuest::active).isPresent())
            throw Refused.conflict(
                "GUEST_RUNS",
                "guest " + id + " runs on " + node.node(),
                "shut it down there if it should not, then retry");
          n.libvirt().remove(id);
          return null;
        });
  }

  @Override
  public String ensureOverlay(
      Endpoint node, String pool, String file, String backing, long capacity) {
    return on(
        node,
        "making the overlay " + file,
        n -> {
          String path = n.libvirt().folder(pool) + "/" + file;
          if (n.files().find(path).isPresent()) return path;
          if (n.files().find(backing).isEmpty())
            throw new FakeLibvirt.Refusal(
                "Cannot access backing file '" + backing + "': No such file or directory");
          n.files().put(path, Image.overlay(capacity, backing));
          return path;
        });
  }

  @Override
  public List<String> networks(Endpoint node) {
    return on(node, "listing the networks", n -> List.copyOf(n.libvirt().networks()));
  }

  @Override
  public void refresh(Endpoint node, String pool) {
    on(node, "refreshing pool " + pool, n -> n.libvirt().folder(pool));
  }

  @Override
  public void hangUp(Endpoint node) {
    herd.at(node.address()).ifPresent(n -> n.faults().letGo());
  }
}
