package org.hearth.linkage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A register in memory, in which one record finds its own in milliseconds. Once built it may be shared between threads. */
public final class LinkageIndex {

    private final Model model;
    private final List<PreparedRecord> records = new ArrayList<>();
    private final List<Map<Long, List<Integer>>> byKey = new ArrayList<>();

    /** Takes up every record of a register. */
    public LinkageIndex(Model model, Collection<LinkRecord> register) {
        this.model = model;
        Layout layout = model.config().layout();
        model.config().blocking().forEach(rule -> byKey.add(new HashMap<>()));
        for (LinkRecord record : register) {
            PreparedRecord prepared = layout.prepare(record);
            for (int i = 0; i < layout.blockingKeys().size(); i++) {
                if (prepared.keys()[i] != 0) {
                    byKey.get(layout.blockingKeys().get(i).rule())
                            .computeIfAbsent(prepared.keys()[i], key -> new ArrayList<>(1))
                            .add(records.size());
                }
            }
            records.add(prepared);
        }
    }

    /** Decides whose record it is; blocks larger than the config allows are left out, as in {@link Linkage}. */
    public Finding find(LinkRecord record) {
        Layout layout = model.config().layout();
        PreparedRecord prepared = layout.prepare(record);
        Set<Integer> candidates = new LinkedHashSet<>();
        for (int i = 0; i < layout.blockingKeys().size(); i++) {
            List<Integer> block =
                    byKey.get(layout.blockingKeys().get(i).rule()).getOrDefault(prepared.keys()[i], List.of());
            if (block.size() <= model.config().largestBlock()) {
                candidates.addAll(block);
            }
        }
        return model.find(prepared, candidates.stream().map(records::get).toList());
    }
}
