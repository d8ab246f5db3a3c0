package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import opencmg.settings.Address;
import opencmg.wire.Wire;
import opencmg.wire.WireControl;

/** One breakable wire in front of each gateway's tunnel port: {@code opencmg lab --wire}, commanded by {@code opencmg wire}. */
final class Wires {

    private final List<Address> addresses = new ArrayList<>();
    private final List<String> faces = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<WireControl> listening = new ArrayList<>();

    private Wires() {}

    static Wires before(Vertx vertx, List<Address> tunnels) {
        Wires all = new Wires();
        for (Address tunnel : tunnels) {
            Wire wire = Wire.listen(vertx, 0, tunnel.host(), tunnel.port()).await();
            all.wires.add(wire);
            WireControl face = WireControl.listen(vertx, wire).await();
            all.listening.add(face);
            all.addresses.add(new Address("127.0.0.1", wire.port()));
            all.faces.add(face.url());
        }
        return all;
    }

    /** Where connection points dial instead of the gateways themselves, in the same order. */
    List<Address> addresses() {
        return addresses;
    }

    /** Where each wire takes its orders. */
    List<String> faces() {
        return faces;
    }

    Future<Void> close() {
        return Future.join(listening.stream().map(WireControl::close).toList())
                .transform(closed -> Future.join(wires.stream().map(Wire::close).toList()))
                .mapEmpty();
    }
}
