"""Slack's Web API: https://slack.com/api/<method>."""
