package opencmg.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; one {@link Fault} for each thing to mend. Commands print them and exit with 2. */
public final class InvalidSettings extends RuntimeException {

    private final transient List<Fault> faults;

    public InvalidSettings(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public InvalidSettings(String source, String keyPath, String problem) {
        this(List.of(new Fault(source, keyPath, problem)));
    }

    /** The same faults; those that were found without the file at hand, when something was started, are now told to stand in it. */
    public InvalidSettings in(String file) {
        return new InvalidSettings(faults.stream()
                .map(fault -> fault.source().isEmpty() ? new Fault(file, fault.keyPath(), fault.problem()) : fault)
                .toList());
    }

    public List<Fault> faults() {
        return faults;
    }
}
