package opencmg.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with one {@link SettingsFault} for each problem. Commands print them and exit with 2. */
public final class InvalidSettingsException extends RuntimeException {

    private final transient List<SettingsFault> faults;

    public InvalidSettingsException(List<SettingsFault> faults) {
        super(faults.stream().map(SettingsFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public InvalidSettingsException(String source, String keyPath, String problem) {
        this(List.of(new SettingsFault(source, keyPath, problem)));
    }

    /** The same faults, with this file as the source of those that have none because they were found only at start. */
    public InvalidSettingsException in(String file) {
        return new InvalidSettingsException(faults.stream()
                .map(fault ->
                        fault.source().isEmpty() ? new SettingsFault(file, fault.keyPath(), fault.problem()) : fault)
                .toList());
    }

    public List<SettingsFault> faults() {
        return faults;
    }
}
