package org.hearth.app.platform;

import java.nio.file.Path;
import org.hearth.policy.Pack;
import org.hearth.policy.Parameters;
import org.hearth.policy.WorkingDays;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The national policy pack, loaded once: amounts, time limits and choices are asked here and nowhere written in code. */
@Component
public class PolicyPack {

    private static final String NATIONAL = "cn";

    private final Path folder;
    private final Pack pack;

    /** @param packs the folder that holds the packs */
    PolicyPack(@Value("${hearth.packs}") Path packs) {
        this.folder = packs.resolve(NATIONAL);
        this.pack = Pack.load(folder);
    }

    public Pack pack() {
        return pack;
    }

    /** The dated values by place, with their sources. */
    public Parameters parameters() {
        return pack.parameters();
    }

    /** The calendar on which statutory time limits run. */
    public WorkingDays workingDays() {
        return pack.workingDays();
    }

    /** The folder that the pack was read from. */
    public Path folder() {
        return folder;
    }
}
