package org.hearth.app.registry;

import java.util.UUID;
import org.hearth.app.platform.Text;

/**
 * Where something comes from that the register is told: a department's row, an officer's act, a list of those whom a disaster hit.
 *
 * @param kind the room and kind of thing, e.g. {@code exchange.row}
 * @param id that thing; told twice, it counts once, and by it what was told is taken back
 * @param words how a page names it, e.g. 卫生健康部门“出生医学证明” 卫健.csv 第 3 行
 */
public record Source(String kind, UUID id, Text words) {}
