package dev.corral.placement;

import java.util.List;
import java.util.Optional;

/** Says no, with the reason as a person reads it. */
interface Rule {
  Optional<String> objection(Demand demand, Candidate candidate);

  /** All rules, in the order in which they speak. */
  List<Rule> ALL =
      List.of(
          Rule::nodeTakesPart,
          Rule::baseIsReadyThere,
          Rule::guestCanRunThere,
          Rule::cloneDidNotFailThere,
          Rule::memorySuffices,
          Rule::diskSuffices);

  private static Optional<String> nodeTakesPart(Demand demand, Candidate candidate) {
    return Optional.ofNullable(candidate.unfit());
  }

  private static Optional<String> baseIsReadyThere(Demand demand, Candidate candidate) {
    return candidate.base().equals("READY") ? Optional.empty() : Optional.of(candidate.base());
  }

  private static Optional<String> guestCanRunThere(Demand demand, Candidate candidate) {
    return Optional.ofNullable(candidate.misfit());
  }

  private static Optional<String> cloneDidNotFailThere(Demand demand, Candidate candidate) {
    return Optional.ofNullable(candidate.tried()).map(why -> "it failed there before: " + why);
  }

  private static Optional<String> memorySuffices(Demand demand, Candidate candidate) {
    return missing("memory", demand.memory() - candidate.freeMemory());
  }

  private static Optional<String> diskSuffices(Demand demand, Candidate candidate) {
    return missing("disk", demand.disk() - candidate.freeDisk());
  }

  private static Optional<String> missing(String what, long bytes) {
    return bytes <= 0
        ? Optional.empty()
        : Optional.of("%d MiB of %s short".formatted((bytes + (1 << 20) - 1) >> 20, what));
  }
}
