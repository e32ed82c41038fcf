package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftover;
import dev.corral.clone.Leftovers;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Disks that stand on a base and are in no use: kept for a person, or set aside. */
@Component
class OtherDisks {
  private final Bases bases;
  private final Clones clones;
  private final Leftovers leftovers;
  private final AsideItems aside;

  OtherDisks(Bases bases, Clones clones, Leftovers leftovers, AsideItems aside) {
    this.bases = bases;
    this.clones = clones;
    this.leftovers = leftovers;
    this.aside = aside;
  }

  /** Of which generation such a disk is, nobody knows any more. */
  List<String> kept(BaseName base, Predicate<Leftover> there) {
    return leftovers.kept().stream()
        .filter(l -> mayBeOf(base, clones.find(new CloneName(l.cloneName()))))
        .filter(there)
        .map(l -> "the disk of " + l.cloneName() + " that is kept on " + l.node())
        .toList();
  }

  /** What is set aside can be brought back only as long as what it is an overlay on is there. */
  List<String> aside(BaseName base, Predicate<AsideItem> there) {
    return aside.standingOn(base).stream()
        .filter(there)
        .filter(i -> bases.copy(base, i.origin().generation(), i.node()).isPresent())
        .map(i -> "what is set aside of %s on %s (%s)".formatted(i.cloneName(), i.node(), i.id()))
        .toList();
  }

  /** Whose clone is no more may be of any base. */
  private static boolean mayBeOf(BaseName base, Optional<Clone> clone) {
    return clone.isEmpty() || clone.get().base().equals(base);
  }
}
