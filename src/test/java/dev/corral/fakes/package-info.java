/**
 * A herd of hosts in memory, for tests and for trying out.
 *
 * <p>The seam is where the room {@code host} opens a connection: {@link dev.corral.fakes.FakeHosts}
 * replaces the beans for SSH, libvirt, sockets and magic packets. Everything above is real, the
 * shell scripts included: the fake shell reads and runs them with the programs of {@code
 * *Programs}. A script that uses a new program needs that program here; nothing else knows scripts
 * by name but {@link dev.corral.fakes.TransferPrograms}, for the two that live on pipes between
 * processes. What a fake cannot do, it says by an exception, never by a wrong answer.
 *
 * <p>{@link dev.corral.fakes.FakeHerd} has the hosts, the network between them and the clock. Time
 * goes by only when it is moved; whatever was due by then (work that goes on by itself, boots,
 * shutdowns, transfers, migrations) comes about at the next look. A disk image is a map from blocks
 * to values over a backing file: sums, chains, sizes, renames and half-arrived files are real. Each
 * guest counts in a block of its own, and {@link dev.corral.fakes.Ledger} notes who runs twice or
 * starts from an old disk.
 *
 * <p>Faults: {@link dev.corral.fakes.Faults} of a node, cuts and rates of {@link
 * dev.corral.fakes.FakeNetwork}, a full disk ({@link dev.corral.fakes.FakeFiles#full}), a power
 * cut; {@link dev.corral.fakes.Interference} comes between any two calls.
 */
package dev.corral.fakes;
