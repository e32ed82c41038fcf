package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.time.Instant;

/**
 * Files of a base that was removed while its node could not be reached.
 *
 * @param base that was; another one may bear its name by now
 * @param why they are left
 */
public record BaseLeftover(
    NodeName node, BaseName base, int generation, String pool, String why, Instant since) {}
