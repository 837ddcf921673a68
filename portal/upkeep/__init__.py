"""What has to be done regularly: plain functions, called by the command line and the job worker."""
