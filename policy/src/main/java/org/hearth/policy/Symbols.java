package org.hearth.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the codes of a pack, so that one code is one long. Filled while the pack loads, only read afterwards. */
final class Symbols {

    private final Map<String, Long> numbers = new HashMap<>();
    private final List<String> codes = new ArrayList<>();

    long number(String code) {
        return numbers.computeIfAbsent(code, c -> {
            codes.add(c);
            return (long) codes.size() - 1;
        });
    }

    String code(long number) {
        return codes.get((int) number);
    }
}
