package opencmg.bench.side;

/**
 * What the processes of a side have used.
 *
 * @param cpuMicros user and system time since their start
 * @param resident bytes of memory of all of them
 * @param edgeResident bytes of memory of the first one, which clients talk to
 */
public record Usage(long cpuMicros, long resident, long edgeResident) {

    /** Bytes of memory of one process alone; 0 when it has ended. */
    public static long residentOf(long pid) {
        return ProcFile.resident(pid);
    }

    /** CPU time of this process, the load client in it included. */
    public static long ownCpuMicros() {
        return ProcFile.cpuMicros(ProcessHandle.current().pid());
    }
}
