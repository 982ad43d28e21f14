// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conditions and loops of a configuration ({@code core/config.c}): after {@code if-env = NAME} every setting up to
 * {@code endif} counts only if the condition holds, after {@code for = a b} it counts once per item; {@code %(_)} is
 * what was tested, or the item. A condition is looked at anew for each setting, so that one within {@code if-not-opt =
 * x} that gives {@code x} is the last to count. Blocks do not nest.
 */
final class Blocks {
    /** What {@code %(_)} stands for where it stays as it is. */
    static final String ITEM = "%(_)";

    private static final Set<String> ENDS = Set.of("end", "endif", "end-if", "endfor", "end-for");

    private static final String ELSE = "else";

    private final Conditions conditions;
    private final Loops loops;
    private final Problems problems;
    private @Nullable Block block;

    Blocks(Conditions conditions, Loops loops, Problems problems) {
        this.conditions = conditions;
        this.loops = loops;
        this.problems = problems;
    }

    /**
     * A block.
     *
     * @param items what {@code %(_)} stands for, once for each time that a setting counts
     * @param begins whether its settings counted when it began
     */
    private record Block(Setting start, Supplier<List<String>> items, boolean begins) {}

    /** Whether a setting ends a block or its first half. */
    static boolean isEnd(String key) {
        return ENDS.contains(key) || key.equals(ELSE);
    }

    /** Whether a setting begins a block. */
    boolean isStart(String key) {
        return conditions.isNamed(key) || loops.isNamed(key);
    }

    /** Whether what is read now is in a block. */
    boolean isOpen() {
        return block != null;
    }

    /** What a setting amounts to within the block it is in: nothing, itself, or one for each item. */
    List<Setting> expand(Setting setting) {
        if (isEnd(setting.key())) {
            block = setting.key().equals(ELSE) ? otherwise(setting) : null;
            return List.of();
        }
        return block == null ? List.of(setting) : within(block, setting);
    }

    /** Begins a block; {@link #isStart} has said that the setting is one's start. */
    void begin(Setting start) {
        Supplier<List<String>> items =
                conditions.isNamed(start.key()) ? () -> conditions.items(start) : loops.items(start);
        block = new Block(start, items, !items.get().isEmpty());
    }

    /** The other case of a condition; nothing counts in that of a loop, or of none. */
    private Block otherwise(Setting setting) {
        boolean counts = block != null && conditions.isNamed(block.start.key()) && !block.begins;
        List<String> items = counts ? List.of(ITEM) : List.of();
        return new Block(setting, () -> items, counts);
    }

    private List<Setting> within(Block around, Setting setting) {
        List<String> items = around.items.get();
        if (items.isEmpty() && around.begins) {
            problems.warn(Problem.with(
                    setting,
                    "does not count: what stands before it in the block has changed " + around.start.key(),
                    "begin another block"));
        } else if (items.isEmpty() && isStart(setting.key())) {
            problems.warn(Problem.with(
                    setting, "does not count, and the next end ends both blocks", "do not put blocks in blocks"));
        }
        return items.stream()
                .map(item -> setting.withValue(setting.value().replace(ITEM, item)))
                .toList();
    }

    /** Tells of a block that nothing ends. */
    void close() {
        if (block != null) {
            problems.warn(Problem.with(block.start, "is never ended", "write endif or endfor behind what it guards"));
        }
    }
}
