package opencmg.mockmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One site in mode ehttp for every test that does not need a special one; it closes at the end of the run. */
final class SharedSite implements ParameterResolver {

    private record Kept(SiteForTests site, Path directory) implements AutoCloseable {

        static Kept start() {
            try {
                Path directory = Files.createTempDirectory("mock-site-test");
                return new Kept(SiteForTests.start(SiteForTests.settings(directory, MpMode.EHTTP)), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            site.close();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SiteForTests.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedSite.class))
                .getOrComputeIfAbsent("site", key -> Kept.start(), Kept.class)
                .site();
    }
}
