"""WhatsApp: by Meta's Cloud API or another gateway, and what Meta says of deliveries."""
