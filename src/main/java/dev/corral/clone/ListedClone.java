package dev.corral.clone;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.time.Instant;

/**
 * A clone as a line of a long list: without what only one who looks at it alone needs.
 *
 * @param explained whether a decision says why it is where it is
 */
public record ListedClone(
    CloneName name,
    BaseName base,
    int generation,
    String owner,
    boolean isVolatile,
    long memory,
    Clone.State state,
    NodeName home,
    boolean explained,
    Instant createdAt) {}
