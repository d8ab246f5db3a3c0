package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--only|speed|--only speed|--only requests",
                "--against|apache|--against apache|--against haproxy",
                "--other|missing.jar|--other missing.jar is not a file|--other ../before/opencmg.jar",
                "--other|pom.xml|--other pom.xml is no program's jar|--other ../before/opencmg.jar",
                "--rounds|0|--rounds is 0|--rounds 5",
                "--soak|-1|--soak is -1|--soak 10"
            })
    void refusesABadOptionWithAGoodExample(String option, String value, String what, String example) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err));
        assertThat(command.execute(option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(what).contains("for example " + example);
    }
}
