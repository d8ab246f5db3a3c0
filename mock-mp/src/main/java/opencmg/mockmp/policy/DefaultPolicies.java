package opencmg.mockmp.policy;

import java.util.List;

/** The policies that a new site assigns to every client: public settings, and one secret. */
final class DefaultPolicies {

    static final List<Policy> ALL = List.of(
            new Policy("{6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a01}", "1.00", "ClientAgentConfig", false, """
                <?xml version="1.0"?>
                <Policy PolicyID="{6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a01}" PolicyVersion="1.00" PolicyType="Machine" SchemaVersion="1.00">
                  <PolicyRule PolicyRuleID="{0b9c4f0e-6a63-4c52-8f7a-0d6b3c1e2f01}">
                    <PolicyAction PolicyActionType="WMI-XML">
                      <instance class="CCM_ClientAgentConfig">
                        <property name="SiteSettingsKey" type="19"><value>1</value></property>
                        <property name="EnableCloudManagementGateway" type="11"><value>TRUE</value></property>
                        <property name="PolicyPollIntervalMinutes" type="19"><value>60</value></property>
                      </instance>
                    </PolicyAction>
                  </PolicyRule>
                </Policy>
                """),
            new Policy("{6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a02}", "1.00", "NAAConfig", true, """
                <?xml version="1.0"?>
                <Policy PolicyID="{6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a02}" PolicyVersion="1.00" PolicyType="Machine" SchemaVersion="1.00">
                  <PolicyRule PolicyRuleID="{0b9c4f0e-6a63-4c52-8f7a-0d6b3c1e2f02}">
                    <PolicyAction PolicyActionType="WMI-XML">
                      <instance class="CCM_NetworkAccessAccount">
                        <property name="SiteSettingsKey" type="19"><value>1</value></property>
                        <property name="NetworkAccessUsername" type="8"><value>LAB\\naa</value></property>
                        <property name="NetworkAccessPassword" type="8"><value>only-for-the-lab</value></property>
                      </instance>
                    </PolicyAction>
                  </PolicyRule>
                </Policy>
                """));

    private DefaultPolicies() {}
}
