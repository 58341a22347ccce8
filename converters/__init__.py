"""SOP document -> SOP model -> BPMN. Pure: no engine, no network, no clock."""
