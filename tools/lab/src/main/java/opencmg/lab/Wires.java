package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import opencmg.settings.Address;
import opencmg.wire.Wire;
import opencmg.wire.WireControl;

/** For {@code opencmg lab --wire}: a wire with fault injection in front of each gateway's tunnel port. {@code opencmg wire} controls it. */
final class Wires {

    private final List<Address> addresses = new ArrayList<>();
    private final List<String> controlUrls = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<WireControl> controls = new ArrayList<>();

    private Wires() {}

    static Wires before(Vertx vertx, List<Address> tunnels) {
        Wires all = new Wires();
        for (Address tunnel : tunnels) {
            Wire wire = Wire.listen(vertx, 0, tunnel.host(), tunnel.port()).await();
            all.wires.add(wire);
            WireControl control = WireControl.listen(vertx, wire).await();
            all.controls.add(control);
            all.addresses.add(new Address("127.0.0.1", wire.port()));
            all.controlUrls.add(control.url());
        }
        return all;
    }

    /** The addresses that connection points dial instead of the gateways, in the order of the gateways. */
    List<Address> addresses() {
        return addresses;
    }

    /** The URL of each wire's control server. */
    List<String> controlUrls() {
        return controlUrls;
    }

    Future<Void> close() {
        return Future.join(controls.stream().map(WireControl::close).toList())
                .transform(closed -> Future.join(wires.stream().map(Wire::close).toList()))
                .mapEmpty();
    }
}
