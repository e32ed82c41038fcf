package dev.corral.operation.clone;

import dev.corral.clone.Authorities;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.ColdMoving;
import dev.corral.clone.Moving;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where a clone lives after its move has ended on its way, and what becomes of the other side. */
@Component
class MoveEnding {
  private final Clones clones;
  private final CloneStates states;
  private final Authorities authorities;
  private final Moving moving;
  private final ColdMoving cold;
  private final Sweeping sweeping;
  private final Claims claims;

  MoveEnding(
      Clones clones,
      CloneStates states,
      Authorities authorities,
      Moving moving,
      ColdMoving cold,
      Sweeping sweeping,
      Claims claims) {
    this.clones = clones;
    this.states = states;
    this.authorities = authorities;
    this.moving = moving;
    this.cold = cold;
    this.sweeping = sweeping;
    this.claims = claims;
  }

  /** Kept together: what counts, where it lives, and what is claimed for it. */
  void arrived(Clone clone, NodeName target) {
    authorities.confirm(clone, target);
    states.arrived(clone.name());
    claims.arrived(clone.name().value());
  }

  /**
   * A move that was ended on its way leaves the clone on the side that has its newest bytes.
   * Refused while nobody knows which that is. What was begun on the other is set aside, as soon as
   * it answers.
   */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(MoveClone.KIND) || ended.state() == Operation.State.DONE) return;
    CloneName name = new CloneName(ended.text("clone"));
    Optional<Claim> arrival = claims.arrival(name.value());
    Clone clone = clones.get(name);
    if (arrival.isEmpty()) {
      settled(clone, ended);
      return;
    }
    NodeName target = new NodeName(arrival.get().node());
    NodeName counts = cold.handedOver(name) ? cold.abort(name, target) : moving.abort(name, target);
    if (counts.equals(target)) {
      arrived(clone, target);
      sweeping.leaveLater(clone, clone.home(), "it moved to " + target, ended.id());
      sweeping.leaveLater(clones.get(name), target, "its move has ended", ended.id());
    } else {
      authorities.confirm(clone, clone.home());
      claims.cancelArrival(name.value());
      sweeping.leaveLater(clone, target, "its move there was cancelled", ended.id());
      sweeping.leaveLater(clone, clone.home(), "its move was cancelled", ended.id());
    }
  }

  /** It was on its way nowhere any more; what its operation has begun at its home ends, too. */
  private void settled(Clone clone, OperationEnded ended) {
    if (ended.values().get("left") != null && !ended.text("left").equals(clone.home().value())) {
      NodeName left = new NodeName(ended.text("left"));
      sweeping.leaveLater(clone, left, "it moved to " + clone.home(), ended.id());
    } else if (authorities
        .find(clone.id())
        .filter(a -> ended.id().equals(a.operation()))
        .isPresent()) {
      authorities.confirm(clone, clone.home());
      sweeping.leaveLater(clone, clone.home(), "its move was given up", ended.id());
    }
  }
}
