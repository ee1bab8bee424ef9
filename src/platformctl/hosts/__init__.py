"""The code hosts that a report is posted to: GitHub, GitLab, Azure DevOps, each by a small client of its API."""
