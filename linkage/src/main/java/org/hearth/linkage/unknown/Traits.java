package org.hearth.linkage.unknown;

import java.util.Optional;
import org.hearth.linkage.NameAgreement;

/** A description with its words read, once for many comparisons. */
record Traits(Description of, String name, Marks marks, Optional<Speech> speech) {

    static Traits read(Description of) {
        return new Traits(of, NameAgreement.normalise(of.name()), Marks.read(of.marks()), Speech.read(of.speech()));
    }
}
