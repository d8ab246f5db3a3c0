package opencmg.bench.side;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import opencmg.bench.load.LoadTarget;
import opencmg.certs.LabClient;

/**
 * nginx at the edge before a reverse tunnel of OpenSSH ({@code ssh -R}), which leads to the backend: what people build who cannot open a port inside. The
 * sshd is the benchmark's own, with keys of its own, and takes nobody but this user.
 */
final class NginxOverSsh {

    /** Where sshd of root wants an empty folder; gone after a restart of a machine whose sshd does not run. */
    private static final Path EMPTY = Path.of("/run/sshd");

    // Of the ciphers that OpenSSH has, the quickest on processors of today; its usual one would make this side slower.
    private static final String SERVER = """
            ListenAddress 127.0.0.1:@SSH@
            HostKey @DIR@/ssh-host
            AuthorizedKeysFile @DIR@/ssh-user.pub
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            Ciphers aes128-gcm@openssh.com
            AllowTcpForwarding remote
            LogLevel ERROR
            """;

    private NginxOverSsh() {}

    static Side in(BenchWorkspace workspace, Backend backend) throws IOException {
        int open = workspace.freePort();
        int mutual = workspace.freePort();
        int inside = workspace.freePort();
        int ssh = workspace.freePort();
        makeKey(workspace, "ssh-host");
        makeKey(workspace, "ssh-user");
        makeEmptyFolder(workspace);
        Template template = workspace
                .template()
                .with("OPEN", open)
                .with("MUTUAL", mutual)
                .with("NEXT", inside)
                .with("INSIDE", "http://inside")
                .with("INSIDE_TLS", "")
                .with("SSH", ssh);
        Path server = workspace.write("sshd.conf", template.fill(SERVER));
        List<Program> programs = List.of(
                NginxFile.program(workspace, "nginx-ssh", template, NginxTwoHops.EDGE, 0),
                new Program(
                        "sshd",
                        List.of(Tool.SSHD.executable(), "-D", "-e", "-f", server.toString()),
                        workspace.file("sshd.log"),
                        ssh),
                new Program("ssh", client(workspace, ssh, inside, backend.port()), workspace.file("ssh.log"), inside));
        return new Side(
                Peer.NGINX_SSH,
                programs,
                new LoadTarget(open, "", null, null),
                new LoadTarget(mutual, "", null, workspace.pki().client(LabClient.PKI)));
    }

    private static List<String> client(BenchWorkspace workspace, int ssh, int inside, int backend) {
        List<String> command = new ArrayList<>(List.of("ssh", "-N", "-F", "none", "-p", Integer.toString(ssh)));
        command.addAll(List.of("-i", workspace.file("ssh-user").toString()));
        for (String option : List.of(
                "BatchMode=yes",
                "IdentitiesOnly=yes",
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "LogLevel=ERROR",
                "ExitOnForwardFailure=yes",
                "Ciphers=aes128-gcm@openssh.com")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-R", "127.0.0.1:" + inside + ":127.0.0.1:" + backend, "127.0.0.1"));
        return command;
    }

    private static void makeKey(BenchWorkspace workspace, String name) throws IOException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        workspace.file(name).toString())
                .redirectErrorStream(true)
                .redirectOutput(workspace.file(name + ".log").toFile())
                .start();
        try {
            if (keygen.waitFor() != 0) {
                throw new IOException("ssh-keygen: " + Files.readString(workspace.file(name + ".log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void makeEmptyFolder(BenchWorkspace workspace) throws IOException {
        if (System.getProperty("user.name", "").equals("root") && !Files.exists(EMPTY)) {
            Files.createDirectory(
                    EMPTY, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            workspace.atTheEnd(() -> EMPTY.toFile().delete());
        }
    }
}
